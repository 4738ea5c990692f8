// A browser refuses fetch() to a page opened from disk, yet it loads scripts: so the search index travels as a script.
(() => {
  const fetchFromNetwork = window.fetch;
  const loadIndex = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "search.js";
    script.onload = () => resolve({ json: async () => window.searchIndex });
    script.onerror = reject;
    document.head.append(script);
  });
  window.fetch = (url, ...rest) => String(url).endsWith("search.json") ? loadIndex() : fetchFromNetwork(url, ...rest);
})();

"Fine-tuning a deep net is as easy as regression: one equation from data to a scored, saved, explained model."
__version__ = "0.1.0"

from importlib import import_module

_functions = ('fit', 'predict', 'evaluate', 'summary', 'cat_dataset', 'load')
_modules = ('equations', 'datasets', 'tokenizing', 'model', 'tasks', 'batches', 'trainer', 'metrics', 'scores', 'speed', 'seeds', 'functions', 'command_line')
__all__ = list(_functions)

def __getattr__(name):
    "Modules are imported when they are first named, so that `import finetune_course` does not wait for torch."
    if name in _functions: return getattr(import_module('finetune_course.functions'), name)
    if name in _modules: return import_module(f'finetune_course.{name}')
    raise AttributeError(f"module 'finetune_course' has no attribute '{name}'")

def __dir__(): return sorted([*globals(), *_functions, *_modules])

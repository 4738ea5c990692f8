"""Hands settings.ini, the one place for version, requirements and commands, to setuptools."""
from configparser import ConfigParser
from pathlib import Path
from setuptools import find_packages, setup

LICENSES = {'apache2': 'Apache-2.0'}
STATUSES = {'1': 'Planning', '2': 'Pre-Alpha', '3': 'Alpha', '4': 'Beta', '5': 'Production/Stable'}

here = Path(__file__).parent

def lines(text):
    "The non-empty lines of a setting that lists one thing a line."
    return [line.strip() for line in text.splitlines() if line.strip()]

def read_settings(path):
    "The settings of `path` as a dictionary."
    settings = ConfigParser(delimiters=['='], interpolation=None)
    settings.read(path, encoding='utf-8')
    return settings['DEFAULT']

def read_readme(path):
    "The long description, where the README has been generated already."
    return path.read_text(encoding='utf-8') if path.exists() else ''

settings = read_settings(here/'settings.ini')
name = settings['lib_name']
setup(
    name=name,
    version=settings['version'],
    description=settings['description'],
    long_description=read_readme(here/'README.md'),
    long_description_content_type='text/markdown',
    author=settings['author'],
    license_expression=LICENSES[settings['license']],
    keywords=settings['keywords'],
    classifiers=[f"Development Status :: {settings['status']} - {STATUSES[settings['status']]}"],
    python_requires=f">={settings['min_python']}",
    packages=find_packages(include=[name, f'{name}.*']),
    include_package_data=True,
    install_requires=lines(settings['requirements']),
    extras_require={'dev': lines(settings['dev_requirements'])},
    entry_points={
        'console_scripts': lines(settings['console_scripts']),
        'nbdev': [f'{name} = {name}._modidx:d'],  # so that other projects' documentation links to ours
    },
)

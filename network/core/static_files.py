"""Static files: hashed names, and one stylesheet made of many small ones."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\);\n?')
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


class BundledManifestStorage(CompressedManifestStaticFilesStorage):
    """At ``collectstatic``, put the stylesheets that ``css/site.css`` imports in its place, in order.

    Browsers then load one file; in development they follow the imports themselves. The sources are read where
    they were found, not where they were collected: there a second run would find the bundle of the first.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and BUNDLE in paths:
            text = IMPORT.sub(lambda match: self._imported(match["name"], paths), _source(BUNDLE, paths))
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(INDENT.sub("", COMMENT.sub("", text)).encode()))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)

    def _imported(self, name: str, paths: dict) -> str:
        """Return the imported file's text, its relative addresses rewritten to the bundle's folder."""
        text = _source(str(PurePosixPath(BUNDLE).parent / name), paths)
        for _folder in PurePosixPath(name).parts[:-1]:
            text = text.replace('url("../', 'url("')
        return text


def _source(name: str, paths: dict) -> str:
    """Return the text of the file ``name`` from the storage that ``collectstatic`` found it in."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()

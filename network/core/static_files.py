"""Static files: hashed names, and one stylesheet made of many small ones."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\);\n?')


class BundledManifestStorage(CompressedManifestStaticFilesStorage):
    """At ``collectstatic``, put the stylesheets that ``css/site.css`` imports in its place, in order.

    Browsers then load one file; in development they follow the imports themselves.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and BUNDLE in paths:
            text = IMPORT.sub(self._imported, self._text(BUNDLE))
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(text.encode()))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)

    def _imported(self, match: re.Match) -> str:
        """Return the imported file's text, its relative addresses rewritten to the bundle's folder."""
        folder = PurePosixPath(match["name"]).parent
        text = self._text(str(PurePosixPath(BUNDLE).parent / match["name"]))
        if str(folder) != ".":
            text = text.replace('url("../../', 'url("../')
        return text

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()

"""Where files lie that only some may read: outside what any web server shows, under names that say nothing."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Keeps files in ``PRIVATE_ROOT``, readable by the portal's own process alone; none has an address."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        """The folder, as the settings have it now."""
        return Path(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:  # type: ignore[override]
        """The folder, as the settings have it now."""
        return str(self.base_location.resolve())

    def url(self, name: str | None) -> str:
        """Refuse: a view asks each time who may read it."""
        raise ValueError("A private file has no address of its own.")


def private_storage() -> Storage:
    """Return the storage of private files: fields name this function, and migrations too."""
    return storages["private"]


def random_name(folder: str) -> str:
    """Return a name within ``folder`` that neither tells what is in the file nor can be guessed."""
    token = secrets.token_hex(20)
    return f"{folder}/{token[:2]}/{token}"

"""What a file is by its bytes, and whether it holds anything that could act: ``examine`` is the only door.

Files are handed on as attachments and never shown, so nothing runs in the portal's pages whatever they hold.
This keeps out what would run in the programs that people open them with.
"""

from working_groups.files.scanning.examining import ACCEPTED, examine

__all__ = ["ACCEPTED", "examine"]

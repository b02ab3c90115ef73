"""Files that arrive in slices: kept until they are whole, then read by the screen that asked for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from traitlets import Int

from ..common.errors import N_, RuleViolation
from ..common.tabular import ENDING, LARGEST_FILE, MB, FileTooBig, NotExcel
from .guard import Guarded


@dataclass(eq=False)
class UploadBroken(RuleViolation):
    """A slice of the file is missing or came twice."""

    what = N_("The file did not arrive whole.")
    todo = N_("Check the network, then choose the file again.")


class Uploading(Guarded):
    """A screen that takes an Excel file from `u-upload`; it defines `read`."""

    limit = Int(LARGEST_FILE // MB).tag(sync=True)

    _parts: bytearray = bytearray()

    def vue_slice(self, about: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        """Keep a slice and answer how far we are; after the last one, read the file."""
        try:
            self._keep(about, bytes(buffers[0]))
            self.send({"method": "kept", "args": [len(self._parts)]})
            if about["last"]:
                self.read(str(about["name"]), bytes(self._parts))
        except RuleViolation:
            self._parts = bytearray()
            self.send({"method": "refused", "args": []})
            raise

    def _keep(self, about: Mapping[str, Any], part: bytes) -> None:
        if about["offset"] == 0:
            self._parts = bytearray()
        if not str(about["name"]).lower().endswith(ENDING):
            raise NotExcel
        if len(self._parts) + len(part) > LARGEST_FILE:
            raise FileTooBig(LARGEST_FILE // MB)
        if about["offset"] != len(self._parts):
            raise UploadBroken
        self._parts = self._parts + part

    def read(self, name: str, content: bytes) -> None:
        """Take the whole file."""
        raise NotImplementedError

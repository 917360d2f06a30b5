"""Imports of official figures: reading a publisher's file, proving it, saying what it would change, writing it.

`read_files` makes editions of files and touches no database; `make_plan` says what importing one would do, and
`preview_import` what that would change; `write_editions` does it, all or nothing; `withdraw_dataset` undoes it. The
admin keeps files from preview to import by `keep_upload` and `import_upload`. What cannot be accepted is a
`FileRefusedError`, whose message is for the person who brought the file.
"""

from diaspora.imports.editions import Edition
from diaspora.imports.files import FileRefusedError, PublishedFile
from diaspora.imports.preview import preview_import
from diaspora.imports.publishers import read_files
from diaspora.imports.un_desa.migrant_stock import read_migrant_stock
from diaspora.imports.uploads import TIME_KEPT, UploadGoneError, give_up_upload, import_upload, keep_upload
from diaspora.imports.world_bank.reading import read_world_bank
from diaspora.imports.writing import Plan, log_failure, log_refusal, make_plan, withdraw_dataset, write_editions

__all__ = [
    "TIME_KEPT",
    "Edition",
    "FileRefusedError",
    "Plan",
    "PublishedFile",
    "UploadGoneError",
    "give_up_upload",
    "import_upload",
    "keep_upload",
    "log_failure",
    "log_refusal",
    "make_plan",
    "preview_import",
    "read_files",
    "read_migrant_stock",
    "read_world_bank",
    "withdraw_dataset",
    "write_editions",
]

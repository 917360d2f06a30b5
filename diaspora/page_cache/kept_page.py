"""A page as it is kept: compressed once, and answered from without making anything."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags

# What a response has of its own each time, or what is said anew below.
NOT_KEPT = {"content-length", "content-encoding", "etag", "date", "last-modified", "cache-control", "vary", "expires"}
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# Best first; without either the page is unpacked.
ENCODINGS = ("br", "gzip")


@dataclass(frozen=True)
class KeptPage:
    """A page of one address and version."""

    version: str
    made: float
    tag: str
    headers: Mapping[str, str]
    brotli: bytes
    gzip: bytes

    @classmethod
    def keep(cls, response: HttpResponse, version: str, made: float) -> "KeptPage":
        """Returns the page that a view has made, to be kept."""
        body = response.content
        return cls(
            version=version,
            made=made,
            tag=hashlib.blake2b(body, digest_size=12).hexdigest(),
            headers={name: value for name, value in response.items() if name.lower() not in NOT_KEPT},
            brotli=brotli.compress(body, quality=BROTLI_QUALITY),
            # Without a time, so that equal pages are equal bytes.
            gzip=gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0),
        )

    @property
    def size(self) -> int:
        """How many bytes it takes, about."""
        return len(self.brotli) + len(self.gzip) + 2000

    def answer(self, request: HttpRequest, cache_control: str) -> HttpResponseBase:
        """Returns the page, or that the reader has it, in the best encoding that the reader understands."""
        encoding = choose_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        tag = f'"{self.tag}{f"-{encoding}" if encoding else ""}"'
        asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        # Whichever encoding the reader has it in, it is the same page.
        tags = {known.removeprefix("W/").strip('"').partition("-")[0] for known in asked}
        is_known = bool(tags & {"*", self.tag})
        response = HttpResponseNotModified() if is_known else HttpResponse(self.body(encoding))
        for name, value in self.headers.items():
            if not (is_known and name == "Content-Type"):
                response[name] = value
        if not is_known:
            response["Content-Length"] = str(len(response.content))
            if encoding:
                response["Content-Encoding"] = encoding
        response["ETag"] = tag
        response["Last-Modified"] = http_date(self.made)
        response["Cache-Control"] = cache_control
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    def body(self, encoding: str) -> bytes:
        """Returns the page in this encoding."""
        if encoding == "br":
            return self.brotli
        return self.gzip if encoding == "gzip" else gzip.decompress(self.gzip)


def choose_encoding(accepted: str) -> str:
    """Returns the best encoding that this header takes; nothing where it takes the plain page alone."""
    taken = set()
    for part in accepted[:500].lower().split(","):
        name, _semicolon, weight = part.partition(";")
        if weight.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return next((encoding for encoding in ENCODINGS if encoding in taken), "")

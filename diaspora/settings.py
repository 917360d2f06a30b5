"""Settings of the Diaspora Atlas, read from the environment.

The defaults run on a fresh checkout. With DEBUG off the site refuses to start without SECRET_KEY and
ALLOWED_HOSTS. Importing this module has no side effect; `docs/deploying.md` lists every variable.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str, default: bool) -> bool:
    """Returns whether the variable says yes; raises ImproperlyConfigured where it says neither yes nor no."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise ImproperlyConfigured(f"{name} is “{value}”. Write 1 for yes or 0 for no.")


def env_number(name: str, default: int) -> int:
    """Returns the variable as a whole number; raises ImproperlyConfigured where it is none."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write a whole number.") from None


def env_list(name: str) -> list[str]:
    """Returns the comma-separated items of the variable."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


DEBUG = env_flag("DEBUG", True)
# The site answers on plain HTTP: `make run` on one's own machine, never on the internet.
PLAIN_HTTP = env_flag("PLAIN_HTTP", DEBUG)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
if DEBUG:
    SECRET_KEY = SECRET_KEY or "for development only: with DEBUG off a real key is required"
elif not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Give the site a secret key, or set DEBUG=1 for development.")
elif not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the hosts the site answers for: atlas.example.org")

# Where readers write to correct a record: a mail address, or the address of a form.
CONTACT = os.environ.get("CONTACT", "").strip()

INSTALLED_APPS = [
    "practices",
    "actors",
    "diaspora",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "simple_history",
    "csp",
]

if DEBUG:
    # The commands of a checkout and the style guide; production imports nothing of it.
    INSTALLED_APPS.append("diaspora.development")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "diaspora.page_cache.middleware.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "diaspora.urls"
WSGI_APPLICATION = "diaspora.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "diaspora.pages.context.site",
            ],
            "builtins": ["diaspora.templatetags.atlas", "diaspora.templatetags.metadata"],
        },
    },
]

DATABASE_URL = os.environ.get("DATABASE_URL", "").strip()
if not (DATABASE_URL or PLAIN_HTTP):
    raise ImproperlyConfigured("DATABASE_URL is not set. Write postgresql://USER:PASSWORD@HOST:PORT/NAME")
# Without an address the checkout has a server of its own, which starts at the first connection.
EMBEDDED_SERVER = {"ENGINE": "diaspora.development.postgresql", "NAME": "atlas", "USER": "atlas", "PORT": "5432"}
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL) if DATABASE_URL else EMBEDDED_SERVER}
DATABASES["default"].setdefault("OPTIONS", {})
# A connection that PostgreSQL ended, by a restart for example, is replaced before it is used.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Tables are in memory or on disks without heads: an index costs hardly more to read than the table in a row.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c random_page_cost=1.1")
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": env_number("DATABASE_POOL", 8),
    "timeout": 10,
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "diaspora" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["diaspora.formats"]

# `loaddata reference mali` reads the file of that name in each folder, in this order.
FIXTURE_DIRS = [
    BASE_DIR / "fixtures" / subject
    for subject in (
        "countries",
        "vocabularies",
        "groups",
        "sources",
        "figures",
        "profiles",
        "institutions",
        "organisations",
        "policies",
        "practices",
        "forums",
    )
]

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT") or BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Whole pages for readers who are not signed in: how many megabytes of them each worker keeps in memory (0 keeps none
# anywhere), and the folder that workers share.
PAGE_CACHE_MEGABYTES = env_number("PAGE_CACHE_MEGABYTES", 0 if DEBUG else 24)
PAGE_CACHE_FOLDER = os.environ.get("PAGE_CACHE_FOLDER") or BASE_DIR / "var" / "pages"
# A browser asks each time. A proxy in front may keep pages for so many seconds, if it is told of changes.
PAGE_CACHE_PROXY_SECONDS = env_number("PAGE_CACHE_PROXY_SECONDS", 0)
PAGE_CACHE_CONTROL = f"public, max-age=0, s-maxage={PAGE_CACHE_PROXY_SECONDS}, stale-while-revalidate=30"

# Nothing is loaded from another host, nothing runs or is styled inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if not PLAIN_HTTP:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env_number("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Reverting is a change like another: it saves, and is itself kept.
SIMPLE_HISTORY_REVERT_DISABLED = False
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False

"""Everything that talks to Encord through its SDK; besides ``foreign/host.py`` the only importer of ``encord``."""

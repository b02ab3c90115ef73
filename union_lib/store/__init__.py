"""Where things are kept: settings, database, audit, secrets, migrations, backups."""

"""The union's rules as sentences; `vectors` holds published cases."""

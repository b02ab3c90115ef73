"""What every room may use: money, calendar, identifiers, policies, errors, text."""

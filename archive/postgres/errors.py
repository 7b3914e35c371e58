class PostgresError(Exception):
    """The private server cannot run. The message is one line and says what to do."""

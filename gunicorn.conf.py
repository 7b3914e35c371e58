"""How the production server takes requests: ``gunicorn archive.wsgi`` reads this where it is started."""

# The most that it can. A search of 2,000 letters is longer than the server would take by itself, once
# those outside of ASCII are written as an address has them.
limit_request_line = 8190

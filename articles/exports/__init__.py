"""What readers take away: writers of one format each, the records they write, and where these come from.

``works``, ``records``, ``styles`` and the formats turn records into text and know no database;
``rows`` reads the records.
"""

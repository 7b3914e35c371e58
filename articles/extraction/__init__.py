"""Who said what: quotations found in news text and tied to the people who said them. No Django inside."""

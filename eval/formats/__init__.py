"""The same disclosure drawn as Word, Excel and web page in several manners, and what is read of it."""

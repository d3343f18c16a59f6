"""The only place that stores."""

"""Sessions, their event logs, operators and the widget. Publishes SessionWaiting, SessionClosed."""

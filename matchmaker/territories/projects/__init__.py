"""Infrastructure projects of a territory, their funding, and the view of investors and banks."""

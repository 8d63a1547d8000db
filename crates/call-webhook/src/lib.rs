//! What webhook receivers stand on: the check of the bearer tokens that services send with their events.

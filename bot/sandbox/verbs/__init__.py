"""What can be done: every change of the state, with the forms it is asked for in and the events that tell of it."""

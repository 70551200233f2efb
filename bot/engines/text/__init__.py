"""Between turns and text on one side and token ids on the other, the same for every engine."""

"""
A soak: the whole bot, in a process of its own, among people who want everything at once while Discord goes wrong.

    python -m benchmarks soak --seconds 600 --seed 1

The bot is `bot run` with its own settings, record and the engine `openai`; the Discord is the sandbox, and the model a
server on 127.0.0.1 that writes so many words a second. What is asked says what has to be answered, so that in the end
it can be told of each question whether it got its answer, once, and where it was asked.
"""

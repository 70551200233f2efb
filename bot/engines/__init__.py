"""
Ways to turn a prompt into text: the only package that imports torch, transformers, llama_cpp and openai.

`generate` answers with a model in this process, one conversation after the other, `batched` many at
once, and `auto` chooses between them; `llamacpp` does so with llama.cpp; `remote` asks a server.
"""

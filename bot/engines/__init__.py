"""
Ways to turn a prompt into text: the only package that imports torch, transformers and openai.

`generate` answers with a model in this process, one conversation after the other, `batched` many at
once; `remote` asks a server.
"""

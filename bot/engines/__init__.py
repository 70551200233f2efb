"""
Ways to turn a prompt into text: the only package that imports torch, transformers, xllamacpp and openai.

An engine has a folder, named as its setting is: `generate` answers with a model in this process, one
conversation after the other, `batched` many at once, and `auto` chooses between them; `gguf`
does so with llama.cpp; `openai` asks a server. What they share has folders of its own: `text`, `checkpoint`,
`worker` and `cpu`.
"""

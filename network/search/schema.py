"""The fields of the index. What changes here makes a new index: the version is part of its folder's name."""

from tantivy import Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from network.search import analysis

# Where words are looked for, and what a hit there weighs: title, then summary, labels, body.
TEXT_WEIGHTS = {"title": 25.0, "summary": 8.0, "labels": 2.5, "body": 0.8}
EXACT_TITLE_WEIGHT = 1000.0

# What readers filter by. Each holds any number of values per document.
FACETS = (
    "theme",
    "type",
    "region",
    "country",
    "size",
    "city",
    "challenge",
    "language",
    "year",
    "sdg",
    "legacy",
    "evidence",
    "status",
)


def build_schema() -> Schema:
    """Return the schema. Text fields are given ready tokens (``documents.py``), not analysed by the engine."""
    schema = SchemaBuilder()
    schema.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("kind", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_unsigned_field("object_id", fast=True)
    schema.add_unsigned_field("version", fast=True)
    schema.add_bytes_field("stored", stored=True)
    schema.add_bytes_field("passage", stored=True)
    for name in TEXT_WEIGHTS:
        schema.add_text_field(name, tokenizer_name="raw", index_option="position")
    schema.add_text_field("title_key", tokenizer_name="raw", index_option="basic")
    schema.add_text_field("words", tokenizer_name="folded", index_option="basic")
    schema.add_text_field("title_words", tokenizer_name="folded", index_option="basic")
    schema.add_text_field("prefixes", tokenizer_name="spaced", index_option="basic")
    schema.add_text_field("begins", tokenizer_name="spaced", index_option="basic")
    for name in FACETS:
        schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_unsigned_field("newest", fast=True)
    schema.add_text_field("title_order", fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_float_field("recency", fast=True)
    return schema.build()


def open_index(path: str, *, create: bool = False) -> Index:
    """Return the index in the folder ``path``; the analyzers are registered anew on every opening."""
    index = Index(build_schema(), path=path) if create else Index.open(path)
    index.register_tokenizer("folded", analysis.analyzer())
    index.register_tokenizer("spaced", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index

/// A way to write spans as one tag per token.
///
/// Source: Ramshaw and Marcus, "Text chunking using transformation-based learning" (1995), for IOB; Ratinov and
/// Roth, "Design challenges and misconceptions in named entity recognition" (2009), for BIOES (there BILOU).
package enum TagScheme: String, KeyNamed {
  /// `I-X` in a span, and `B-X` at its start only where it follows another span of the same type; as in the
  /// original CoNLL-2003.
  case bio1

  /// `B-X` at the start of every span and `I-X` in the rest of it.
  case bio2

  /// `S-X` for a span of one token, else `B-X`, `I-X` … and `E-X`.
  case bioes
}

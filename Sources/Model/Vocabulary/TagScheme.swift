/// A way to write spans as one tag per token: a letter for the token's place in its span and, after a hyphen, the
/// span's type. Where spans have no types, a tag is the letter alone. `O` stands for a token outside all spans.
///
/// Source: Ramshaw and Marcus, "Text chunking using transformation-based learning" (1995), for IOB; Ratinov and
/// Roth, "Design challenges and misconceptions in named entity recognition" (2009), for BILOU; Xue, "Chinese word
/// segmentation as character tagging" (2003), for the four places that BMES has letters for.
package enum TagScheme: String, KeyNamed {
  /// `I-X` in a span, and `B-X` at its start only where it follows another span of the same type; as in the
  /// original CoNLL-2003.
  case bio1

  /// `B-X` at the start of every span and `I-X` in the rest of it.
  case bio2

  /// `S-X` for a span of one token, else `B-X`, `I-X` … and `E-X`.
  case bioes

  /// `U-X` for a span of one token, else `B-X`, `I-X` … and `L-X`.
  case bilou

  /// `S-X` for a span of one token, else `B-X`, `M-X` … and `E-X`.
  case bmes

  /// `I-X` in a span; adjacent spans of one type are one span.
  case io
}

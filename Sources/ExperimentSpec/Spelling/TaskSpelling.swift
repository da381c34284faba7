package import Model

// How specifications spell the choices about tasks, and what each stands for.

extension TagScheme: Choice {
  package var spelling: String {
    switch self {
    case .bio1: "bio1"
    case .bio2: "bio2"
    case .bioes: "bioes"
    case .bilou: "bilou"
    case .bmes: "bmes"
    case .io: "io"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "bio": .bio2, "iob": .bio2, "iob1": .bio1, "iob2": .bio2, "biose": .bioes, "iobes": .bioes, "biluo": .bilou,
      "bioul": .bilou, "iobul": .bilou, "bemso": .bmes, "bmeso": .bmes, "bems": .bmes,
    ]
  }

  package var documentation: String {
    switch self {
    case .bio1: "`B-` only where a span follows another of its type (IOB1)."
    case .bio2: "`B-` at the start of every span (IOB2)."
    case .bioes: "`B-`, `I-`, `E-` for spans of several tokens, `S-` for spans of one."
    case .bilou: "`B-`, `I-`, `L-` (last) for spans of several tokens, `U-` (unit) for spans of one; also BIOUL."
    case .bmes: "`B-`, `M-`, `E-` for spans of several tokens, `S-` for spans of one."
    case .io: "`I-` in every span; adjacent spans of one type are one span."
    }
  }
}

extension TagRepair: Choice {
  package var spelling: String {
    switch self {
    case .conlleval: "conlleval"
    case .reject: "reject"
    }
  }

  package static var synonyms: [String: Self] { ["lenient": .conlleval, "error": .reject, "strict": .reject] }

  package var documentation: String {
    switch self {
    case .conlleval: "They are read as conlleval reads them: an `I-X` that continues nothing starts a span."
    case .reject: "They are an error, with file and line."
    }
  }
}

extension DerivedLayer: Choice {
  package var spelling: String {
    switch self {
    case .position: "position"
    }
  }

  package static var synonyms: [String: Self] { ["index": .position] }

  package var documentation: String {
    switch self {
    case .position: "The token's position in its sentence, from 0 (the paper's Table 6)."
    }
  }
}

package import Model

// How specifications spell the choices about networks, and what each stands for.

extension EncoderKind: Choice {
  package var spelling: String {
    switch self {
    case .bilstm: "bilstm"
    case .lstm: "lstm"
    case .bigru: "bigru"
    case .gru: "gru"
    }
  }

  package static var synonyms: [String: Self] {
    [
      "bi_lstm": .bilstm, "blstm": .bilstm, "bidirectional_lstm": .bilstm, "bi_gru": .bigru, "bgru": .bigru,
      "bidirectional_gru": .bigru,
    ]
  }

  package var documentation: String {
    switch self {
    case .bilstm: "Two LSTMs, one reading forward and one backward, side by side."
    case .lstm: "An LSTM that reads forward."
    case .bigru: "Two GRUs, one reading forward and one backward, side by side."
    case .gru: "A GRU that reads forward."
    }
  }
}

extension Activation: Choice {
  package var spelling: String {
    switch self {
    case .relu: "relu"
    case .none: "none"
    }
  }

  package static var synonyms: [String: Self] { ["identity": .none, "linear": .none, "rectifier": .relu] }

  package var documentation: String {
    switch self {
    case .relu: "The positive part."
    case .none: "Nothing."
    }
  }
}

extension HeadKind: Choice {
  package var spelling: String {
    switch self {
    case .linear: "linear"
    case .crf: "crf"
    }
  }

  package static var synonyms: [String: Self] { ["dense": .linear, "softmax": .linear, "linear_chain_crf": .crf] }

  package var documentation: String {
    switch self {
    case .linear: "One linear layer; each token's tag is chosen for itself."
    case .crf: "A linear layer and a conditional random field over the sentence."
    }
  }
}

extension TowerScope: Choice {
  package var spelling: String {
    switch self {
    case .none: "none"
    case .encoder: "encoder"
    case .all: "all"
    }
  }

  package var documentation: String {
    switch self {
    case .none: "Nothing: there is one base network."
    case .encoder: "The encoder; the character CNN is common."
    case .all: "The encoder and the character CNN."
    }
  }
}

extension CouplingKind: Choice {
  package var spelling: String {
    switch self {
    case .crossStitch: "cross_stitch"
    }
  }

  package var documentation: String {
    switch self {
    case .crossStitch: "One matrix for each layer, its numbers learned."
    }
  }
}

import Diagnostics
import Model
import SpecSyntax

// How specifications choose some of the sentences of a corpus.

/// The amount that two fields of a block give together, one of which is written.
private func amount(_ fraction: Double?, _ sentences: Int?, _ reader: BlockReader) -> SentenceAmount {
  switch (fraction, sentences) {
  case (let fraction?, nil): return .fraction(fraction)
  case (nil, let sentences?): return .sentences(sentences)
  case (nil, nil):
    reader.reject(lackingAllOf: ["fraction", "sentences"], "expected 'fraction' or 'sentences'")
  case (_?, _?):
    reader.reject("sentences", given: ["fraction"], "expected either 'fraction' or 'sentences', found both")
  }
  return .fraction(0.1)
}

extension SentenceOrder {
  /// The order that a keyword and a seed give together.
  fileprivate init(_ isRandom: Bool, _ seed: Int?, _ reader: BlockReader) {
    if !isRandom, seed != nil {
      reader.reject("seed", given: ["from"], "'seed' has no effect without 'from: random'", help: "remove 'seed'")
    }
    self = isRandom ? .random(seed: seed ?? 1) : .files
  }

  /// The fields for the order in a mapping, after the amount; none for the order of the files.
  fileprivate var shown: String {
    switch self {
    case .files: ""
    case .random(let seed): ", from: random, seed: \(seed)"
    }
  }
}

extension SentenceAmount {
  /// The amount as one number.
  fileprivate var shown: String {
    switch self {
    case .fraction(let fraction): shortest(fraction)
    case .sentences(let count): "\(count)"
    }
  }

  /// The amount as a field of a mapping.
  fileprivate var shownAsField: String {
    switch self {
    case .fraction: "fraction: \(shown)"
    case .sentences: "sentences: \(shown)"
    }
  }
}

extension HoldOutUnit {
  fileprivate var shown: String {
    switch self {
    case .sentence: ""
    case .document: ", by: \(spelling)"
    }
  }
}

extension FieldType where Value == SentenceAmount {
  /// A fraction less than 1, or a number of sentences of at least 2; 1 could be meant as either.
  fileprivate static let amount: FieldType = {
    let fraction = FieldType<Double>.real(as: .fraction, in: .proper)
      .map(SentenceAmount.fraction, show: \.shown)
    let sentences = FieldType<Int>.integer(of: .sentences, in: .severalSentences)
      .map(SentenceAmount.sentences, show: \.shown)
    return .either([
      Alternative(
        type: sentences, accepts: { $0.isWholeNumber },
        shows: { if case .sentences = $0 { true } else { false } }),
      .scalar(fraction),
    ])
  }()
}

extension Node {
  /// Whether the value is a scalar that reads as a whole number of at least 2.
  fileprivate var isWholeNumber: Bool {
    guard let scalar, let number = try? scalar.asInteger() else { return false }
    return number > 1
  }
}

/// The training sentences that serve as the development split.
struct HoldOutSpec: Block {
  static let blockName = "datasets.<name>.hold_out"
  static let documentation = "The training sentences that serve as the development split."

  fileprivate let rule: HoldOut

  /// Which sentences are held out.
  enum Place: String, Keyword {
    case end, random

    var documentation: String {
      switch self {
      case .end: "The last ones, so that neighbouring sentences of one article stay on one side."
      case .random: "Some at random, as the seed says."
      }
    }
  }

  init(reading reader: inout BlockReader) {
    let fraction = reader.ifWritten("fraction", .real(as: .fraction, in: .proper), "This fraction of the sentences.")
    let sentences = reader.ifWritten(
      "sentences", .integer(of: .sentences, in: .sentences), "This number of sentences.")
    let place = reader.optional("from", .choice(Place.self), default: .end, "Which sentences are held out.")
    let seed = reader.ifWritten("seed", .integer(in: .seed), "The seed of a random choice; 1 where none is written.")
    let unit = reader.optional(
      "by", .choice(HoldOutUnit.self), default: .sentence,
      "What is held out whole. Documents are held out until they have at least as many sentences.")
    rule = HoldOut(
      amount(fraction, sentences, reader), order: SentenceOrder(place == .random, seed, reader), unit: unit)
  }

  static let type = FieldType<HoldOut>.either([
    Alternative(
      type: FieldType<SentenceAmount>.amount.map({ HoldOut($0) }, show: \.amount.shown), accepts: { $0.scalar != nil },
      shows: { $0 == HoldOut($0.amount) }),
    .mapping(
      FieldType.block(HoldOutSpec.self).map(\.rule) {
        "{\($0.amount.shownAsField)\($0.order.shown)\($0.unit.shown)}"
      }),
  ])
}

/// The training sentences that are used.
struct LimitSpec: Block {
  static let blockName = "datasets.<name>.limit"
  static let documentation = "The training sentences that are used, for learning curves."

  fileprivate let limit: TrainingLimit

  /// Which sentences are used.
  enum Place: String, Keyword {
    case start, random

    var documentation: String {
      switch self {
      case .start: "The first ones."
      case .random: "Some at random, as the seed says; a larger limit with the same seed contains a smaller one."
      }
    }
  }

  init(reading reader: inout BlockReader) {
    let fraction = reader.ifWritten("fraction", .real(as: .fraction, in: .proper), "This fraction of the sentences.")
    let sentences = reader.ifWritten(
      "sentences", .integer(of: .sentences, in: .sentences), "This number of sentences.")
    let place = reader.optional("from", .choice(Place.self), default: .start, "Which sentences are used.")
    let seed = reader.ifWritten("seed", .integer(in: .seed), "The seed of a random choice; 1 where none is written.")
    limit = TrainingLimit(
      amount(fraction, sentences, reader), order: SentenceOrder(place == .random, seed, reader))
  }

  static let type = FieldType<TrainingLimit>.either([
    Alternative(
      type: FieldType<SentenceAmount>.amount.map({ TrainingLimit($0) }, show: \.amount.shown),
      accepts: { $0.scalar != nil }, shows: { $0 == TrainingLimit($0.amount) }),
    .mapping(
      FieldType.block(LimitSpec.self).map(\.limit) { "{\($0.amount.shownAsField)\($0.order.shown)}" }),
  ])
}

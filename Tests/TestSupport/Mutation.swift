import Foundation

/// A generator of pseudo-random numbers that gives the same ones for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The number of documents that a test with random input should try: `SHARESPEC_FUZZ` of the environment, or `usual`.
package func fuzzCount(usual: Int) -> Int {
  ProcessInfo.processInfo.environment["SHARESPEC_FUZZ"].flatMap { Int($0) } ?? usual
}

/// Changes texts at random: bytes, tokens, lines and indentation.
package struct Mutator {
  package var generator: SeededGenerator

  /// The texts that are changed and of which lines are taken.
  private let seeds: [[UInt8]]

  /// What is put in besides single bytes.
  private let tokens: [[UInt8]]

  package init(seeds: [[UInt8]], tokens: [String], seed: UInt64) {
    precondition(!seeds.isEmpty && !tokens.isEmpty, "there is something to change and to put in")
    self.seeds = seeds
    self.tokens = tokens.map { Array($0.utf8) }
    generator = SeededGenerator(seed: seed)
  }

  /// The next text.
  package mutating func next() -> [UInt8] { mutated(element(of: seeds)) }

  /// The text with some changes.
  package mutating func mutated(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...5, using: &generator) { mutate(&text) }
    return text
  }

  private mutating func mutate(_ text: inout [UInt8]) {
    let place = Int.random(in: 0...text.count, using: &generator)
    let end = min(text.count, place + Int.random(in: 0...6, using: &generator))
    switch Int.random(in: 0..<10, using: &generator) {
    case 0...2: text.insert(contentsOf: element(of: tokens), at: place)
    case 3: text.replaceSubrange(place..<end, with: element(of: tokens))
    case 4: text.removeSubrange(place..<end)
    case 5: text.insert(UInt8.random(in: 0...255, using: &generator), at: place)
    case 6: text.insert(contentsOf: Array(text[place..<end]), at: place)
    case 7: text.insert(contentsOf: lines(of: element(of: seeds)), at: lineStart(in: text, before: place))
    case 8: text.insert(contentsOf: [0x20, 0x20], at: lineStart(in: text, before: place))
    default:
      let start = lineStart(in: text, before: place)
      text.removeSubrange(start..<min(text.count, start + 1))
    }
  }

  /// One to three neighbouring lines of `text`.
  private mutating func lines(of text: [UInt8]) -> [UInt8] {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let first = Int.random(in: 0..<lines.count, using: &generator)
    let last = min(lines.count - 1, first + Int.random(in: 0...2, using: &generator))
    return lines[first...last].flatMap { Array($0) + [0x0A] }
  }

  private func lineStart(in text: [UInt8], before place: Int) -> Int {
    text[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  }

  private mutating func element(of choices: [[UInt8]]) -> [UInt8] {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }
}

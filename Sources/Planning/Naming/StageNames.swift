import OrderedCollections

/// The names of a plan's stages: readable, each of one stage, and the same for the same plan.
///
/// A name is the stage's title; where several stages have one title, each has the first digits of its identity
/// behind it, as in `round.ner.7~3fa9c2d1`.
package struct StageNames: Sendable {
  /// The titles of the stages, which several may have in common, in the plan's order.
  package let titles: [StageTitle]

  private let stages: StageTable

  /// The different texts of titles, and which of them each stage has.
  private let texts: OrderedSet<String>
  private let textOfStage: [Int32]

  /// The number of digits of the identity behind the text in each stage's name.
  private let digits: [UInt8]

  package init(of plan: Plan) {
    titles = StageTitles(of: plan).titles
    stages = plan.stages
    var texts: OrderedSet<String> = []
    var known: [StageTitle: Int32] = [:]
    textOfStage = titles.map { title in
      if let text = known[title] { return text }
      let text = Int32(texts.append(title.text).index)
      known[title] = text
      return text
    }
    self.texts = texts
    digits = Self.digits(of: textOfStage, texts, Array(plan.stages.keys))
  }

  /// The number of digits that each stage of `ids` needs behind its text among `texts`.
  private static func digits(of textOfStage: [Int32], _ texts: OrderedSet<String>, _ ids: [StageID]) -> [UInt8] {
    var counts = [Int](repeating: 0, count: texts.count)
    for text in textOfStage { counts[Int(text)] += 1 }
    // A title may look like another one with digits behind it: no stage with the shorter title may get that name.
    let taken = Set(texts.indices.lazy.filter { counts[$0] == 1 }.map { texts[$0] }.filter { $0.contains(mark) })
    func isTaken(_ place: Int, _ length: Int) -> Bool {
      !taken.isEmpty
        && taken.contains(texts[Int(textOfStage[place])] + mark + ids[place].digest.firstDigits(length))
    }
    var digits = [UInt8](repeating: 0, count: ids.count)
    var open = ids.indices.filter { counts[Int(textOfStage[$0])] > 1 }
    for length in [8, 16] where !open.isEmpty {
      let proposals = open.map { Proposal(text: textOfStage[$0], start: ids[$0].digest.start(digits: length)) }
      let counts = Dictionary(proposals.map { ($0, 1) }, uniquingKeysWith: +)
      var stillOpen: [Int] = []
      for (place, proposal) in zip(open, proposals) {
        if counts[proposal] == 1, !isTaken(place, length) {
          digits[place] = UInt8(length)
        } else {
          stillOpen.append(place)
        }
      }
      open = stillOpen
    }
    for place in open { digits[place] = 64 }
    return digits
  }

  /// A possible name of a stage: a text and the start of the identity.
  private struct Proposal: Hashable {
    let text: Int32
    let start: UInt64
  }

  /// The separator of title and digits.
  private static let mark = "~"

  /// The title of a stage, which several may have; `nil` for one that is not in the plan.
  package func title(of id: StageID) -> StageTitle? { stages.index(forKey: id).map { titles[$0] } }

  /// The number of digits of the identity behind the title in the name of a stage: 0 if the title is unique.
  package func digitCount(of id: StageID) -> Int { stages.index(forKey: id).map { Int(digits[$0]) } ?? 0 }

  /// The name of a stage; its identity for one that is not in the plan.
  package subscript(id: StageID) -> String {
    guard let place = stages.index(forKey: id) else { return id.description }
    let text = texts[Int(textOfStage[place])]
    return digits[place] == 0 ? text : text + Self.mark + id.digest.firstDigits(Int(digits[place]))
  }
}

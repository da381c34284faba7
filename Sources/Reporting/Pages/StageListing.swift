import OrderedCollections
import Planning
import Text

/// The stages of a page: groups, which are rows, and the stages of each group, shown when it is unfolded.
struct StageListing {
  let groups: [Group]

  /// The variants that stages can be filtered by, in their order.
  let variants: [Variant]

  /// Whether all stages of a plan are on the page, and with them all that a stage reads.
  let isWhole: Bool

  /// The causes that stages can be filtered by; empty for a plan.
  var causes: [String] = []

  /// The stages of the critical path.
  var criticalPath: Set<StageID> = []

  /// The heading of the column of reasons.
  let reasonTitle: String

  /// Stages in one row.
  struct Group {
    let name: String

    /// What happens to the stages.
    let status: StageStatus
    let reason: String
    let stages: [Listed]
  }

  /// A stage of a group.
  struct Listed {
    let stage: Stage
    let title: StageTitle

    /// The number of digits of the identity behind the title in the stage's name.
    let digitCount: Int
    let cost: StageCost

    /// What is to be said of the stage in addition to its group's reason.
    var note = ""

    /// The causes of the stage, as places among those of the listing.
    var causes: [Int] = []
  }

  /// A variant with the stages of the page that it needs.
  struct Variant {
    let name: String
    let declaredName: String
    let stages: [StageID]
  }
}

/// What happens to a stage of a plan, or happened to it between two plans.
enum StageStatus: String, CaseIterable {
  case run, stored, unneeded, changed, new, gone

  /// Whether the stage has to be run.
  var isToRun: Bool {
    switch self {
    case .run, .changed, .new: true
    case .stored, .unneeded, .gone: false
    }
  }

  /// The status in words.
  var text: String {
    switch self {
    case .run: "to run"
    case .stored: "in the store"
    case .unneeded: "no longer needed"
    case .changed: "changed"
    case .new: "new"
    case .gone: "gone"
    }
  }

  /// The sign in front of a row; empty for stages to run, the usual case.
  var sign: String {
    switch self {
    case .run: ""
    case .stored: "✓"
    case .unneeded: "·"
    case .changed: "~"
    case .new: "+"
    case .gone: "−"
    }
  }
}

extension StageListing.Group {
  /// The sum of `part` over the stages; `nil` if it is unknown for one of them.
  func sum(_ part: (StageCost) -> Double?) -> Double? {
    let parts = stages.map { part($0.cost) }
    return parts.contains(nil) ? nil : parts.compactMap(\.self).reduce(0, +)
  }
}

extension StageListing {
  /// The seconds of all stages to run; `nil` if they are unknown for one of them.
  var secondsToRun: Double? {
    let parts = groups.filter(\.status.isToRun).map { $0.sum(\.seconds) }
    return parts.contains(nil) ? nil : parts.compactMap(\.self).reduce(0, +)
  }
}

// MARK: JSON

extension StageListing {
  /// The stages as the page's script reads them: columns of numbers, most of which are places in tables of values.
  var json: JSONValue {
    let stages = groups.flatMap(\.stages)
    var kinds = ValueTable<StagePurpose.Kind>()
    var names = ValueTable<String>()
    var tasks = ValueTable<String>()
    var taskLists = ValueTable<[Int]>()
    var purposes = ValueTable<[JSONValue]>()
    var costs = ValueTable<[JSONValue]>()
    var notes = ValueTable<String>()
    var causeLists = ValueTable<[Int]>()
    let places = Dictionary(stages.enumerated().map { ($1.stage.id, $0) }, uniquingKeysWith: { first, _ in first })
    let variantSets = VariantSets(
      of: stages.count, neededBy: variants.map { $0.stages.compactMap { places[$0] } })

    func column(_ value: (Listed) -> Int) -> JSONValue { .array(stages.map { .integer(value($0)) }) }
    let columns: JSONValue = [
      "purpose": column { stage in
        purposes.place(of: [
          .integer(kinds.place(of: stage.title.purpose.kind)),
          .string((stage.title.purpose.subject ?? "").escapedForTerminals),
          .integer(taskLists.place(of: stage.stage.purpose.tasks.map { tasks.place(of: $0) })),
        ])
      },
      "variant": column { $0.title.variant.map { names.place(of: $0) } ?? -1 }, "digits": column(\.digitCount),
      "cost": column { costs.place(of: [JSONValue($0.cost.seconds), JSONValue($0.cost.artifacts)]) },
      "variantSet": .array(variantSets.sets.map(JSONValue.integer)), "note": column { notes.place(of: $0.note) },
      "causes": column { causeLists.place(of: $0.causes) },
      "inputs": .array(
        stages.map { stage in
          .array(OrderedSet(stage.stage.inputs.map(\.stage)).compactMap { places[$0] }.map(JSONValue.integer))
        }),
    ]
    return [
      "groups": .array(groups.map { [.integer($0.stages.count), .boolean($0.status.isToRun)] }),
      "kinds": .array(kinds.values.map { .string($0.rawValue) }), "tasks": .strings(tasks.values),
      "taskLists": .array(taskLists.values.map(JSONValue.integers)),
      "purposes": .array(purposes.values.map(JSONValue.array)), "costs": .array(costs.values.map(JSONValue.array)),
      "notes": .strings(notes.values), "causeLists": .array(causeLists.values.map(JSONValue.integers)),
      "variants": .array(
        zip(variants, variantSets.setsOfVariants).map { variant, sets in
          [
            .integer(names.place(of: variant.name)), .integer(names.place(of: variant.declaredName)),
            .integers(sets),
          ]
        }),
      "names": .strings(names.values),
      "critical": .integers(criticalPath.compactMap { places[$0] }.sorted()),
      "total": JSONValue(secondsToRun), "isWhole": .boolean(isWhole), "stages": columns,
      "ids": .string(stages.map(\.stage.id.description).joined()),
    ]
  }
}

/// Distinct values, identified by their places.
private struct ValueTable<Value: Hashable> {
  private(set) var values: OrderedSet<Value> = []

  mutating func place(of value: Value) -> Int { values.append(value).index }
}

/// The sets of variants that stages are needed by, numbered: stages that the same variants need have one number.
///
/// There are few sets, since a sweep cell has only its own trainings and stages that groups of cells share.
///
/// - Complexity: linear in the number of stages that the variants need, counted for each variant.
private struct VariantSets {
  /// The number of the set of each stage.
  private(set) var sets: [Int]

  /// The numbers of the sets that each variant is in.
  private(set) var setsOfVariants: [[Int]] = []

  /// The sets of `count` stages; `variants` are the places of the stages that each variant needs.
  init(of count: Int, neededBy variants: [[Int]]) {
    sets = Array(repeating: 0, count: count)
    var next = 1
    for places in variants {
      var split: [Int: Int] = [:]
      for place in places {
        let old = sets[place]
        if split[old] == nil {
          split[old] = next
          next += 1
        }
        sets[place] = split[old] ?? old
      }
    }
    var numbers: OrderedSet<Int> = []
    sets = sets.map { numbers.append($0).index }
    setsOfVariants = variants.map { places in Set(places.map { sets[$0] }).sorted() }
  }
}

extension JSONValue {
  /// An array of texts, with invisible characters shown as `<U+200B>`.
  fileprivate static func strings(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map { .string($0.escapedForTerminals) })
  }

  fileprivate static func integers(_ numbers: some Sequence<Int>) -> JSONValue {
    .array(numbers.map(JSONValue.integer))
  }

  /// `number`, or `null` for `nil`.
  fileprivate init(_ number: Double?) { self = number.map(JSONValue.real) ?? .null }
}

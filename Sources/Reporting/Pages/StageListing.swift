import OrderedCollections
import Planning
import Text

/// The stages of a page: rows of groups, and the stages of each group for when it is unfolded.
struct StageListing {
  let groups: [Group]

  /// The variants that stages can be filtered by, in their order.
  let variants: [Variant]

  /// Whether all stages of a plan are on the page, so that what a stage reads is there too.
  let isWhole: Bool

  /// What was changed, as stages are filtered by it; empty in a plan.
  var causes: [String] = []

  /// The stages of the critical path.
  var criticalPath: Set<StageID> = []

  /// What the column of reasons is called.
  let reasonTitle: String

  /// Stages in one row.
  struct Group {
    let name: String

    /// What happens to the stages.
    let fate: StageFate
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

    /// What a single stage tells besides what its group does.
    var note = ""

    /// The causes that the stage goes back to, as places among those of the page.
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
enum StageFate: String, CaseIterable {
  case run, stored, unneeded, changed, new, gone

  /// Whether the stage has to be run.
  var isToRun: Bool {
    switch self {
    case .run, .changed, .new: true
    case .stored, .unneeded, .gone: false
    }
  }

  /// The fate in words.
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

  /// The sign in front of a row; empty where the page has no other fate to tell it from.
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
  /// The sum of `part` over the stages; `nil` if it is not known of any.
  func sum(_ part: (StageCost) -> Double?) -> Double? {
    let parts = stages.map { part($0.cost) }
    return parts.contains(nil) ? nil : parts.compactMap(\.self).reduce(0, +)
  }
}

extension StageListing {
  /// The seconds of all stages to run; `nil` if they are not known of any.
  var secondsToRun: Double? {
    let parts = groups.filter(\.fate.isToRun).map { $0.sum(\.seconds) }
    return parts.contains(nil) ? nil : parts.compactMap(\.self).reduce(0, +)
  }

  var stageCount: Int { groups.reduce(0) { $0 + $1.stages.count } }
}

// MARK: JSON

extension StageListing {
  /// The stages as the page's script reads them: columns of numbers and the tables that these lead into.
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
    let audiences = Audiences(
      of: stages.count, in: variants.map { $0.stages.compactMap { places[$0] } })

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
      "audience": .array(audiences.classes.map(JSONValue.integer)), "note": column { notes.place(of: $0.note) },
      "causes": column { causeLists.place(of: $0.causes) },
      "inputs": .array(
        stages.map { stage in
          .array(stage.stage.inputs.map(\.stage).withoutRepetitions.compactMap { places[$0] }.map(JSONValue.integer))
        }),
    ]
    return [
      "groups": .array(groups.map { [.integer($0.stages.count), .boolean($0.fate.isToRun)] }),
      "kinds": .array(kinds.values.map { .string($0.rawValue) }), "tasks": .strings(tasks.values),
      "taskLists": .array(taskLists.values.map(JSONValue.integers)),
      "purposes": .array(purposes.values.map(JSONValue.array)), "costs": .array(costs.values.map(JSONValue.array)),
      "notes": .strings(notes.values), "causeLists": .array(causeLists.values.map(JSONValue.integers)),
      "variants": .array(
        zip(variants, audiences.classesOfSets).map { variant, classes in
          [
            .integer(names.place(of: variant.name)), .integer(names.place(of: variant.declaredName)),
            .integers(classes),
          ]
        }),
      "names": .strings(names.values),
      "critical": .integers(criticalPath.compactMap { places[$0] }.sorted()),
      "total": JSONValue(secondsToRun), "isWhole": .boolean(isWhole), "stages": columns,
      "ids": .string(stages.map(\.stage.id.description).joined()),
    ]
  }
}

/// Values, each once, found by their places.
private struct ValueTable<Value: Hashable> {
  private(set) var values: OrderedSet<Value> = []

  mutating func place(of value: Value) -> Int { values.append(value).index }
}

/// Which of several sets things are in, as classes of things that are in the same sets.
///
/// Shared work makes the classes few: a variant of a sweep has its own trainings and the parts that groups of cells
/// have in common.
///
/// - Complexity: linear in the sizes of the sets.
struct Audiences {
  /// The class of each thing.
  private(set) var classes: [Int]

  /// The classes that each set consists of.
  private(set) var classesOfSets: [[Int]] = []

  /// The classes of `count` things in `sets` of their places.
  init(of count: Int, in sets: [[Int]]) {
    classes = Array(repeating: 0, count: count)
    var next = 1
    for set in sets {
      var split: [Int: Int] = [:]
      for place in set {
        let old = classes[place]
        if split[old] == nil {
          split[old] = next
          next += 1
        }
        classes[place] = split[old] ?? old
      }
    }
    var numbers: OrderedSet<Int> = []
    classes = classes.map { numbers.append($0).index }
    classesOfSets = sets.map { set in Array(OrderedSet(set.map { classes[$0] }).sorted()) }
  }
}

extension JSONValue {
  /// An array of texts, with characters that cannot be seen shown by their numbers.
  fileprivate static func strings(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map { .string($0.escapedForTerminals) })
  }

  fileprivate static func integers(_ numbers: some Sequence<Int>) -> JSONValue {
    .array(numbers.map(JSONValue.integer))
  }

  /// The number `number`, or `null` without one.
  fileprivate init(_ number: Double?) { self = number.map(JSONValue.real) ?? .null }
}

extension [StageID] {
  fileprivate var withoutRepetitions: OrderedSet<StageID> { OrderedSet(self) }
}

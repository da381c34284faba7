import Planning

/// The missing stages of a workload in arrays of jobs that are alike, each of which waits for exactly what it needs.
///
/// Stages are alike if they do the same for the same purpose and tasks, with the same resources, to results of stages that are alike: the
/// same place in the grid's cells. A cell has one index in all arrays, so that an array may wait for another one job by job
/// (Slurm's `aftercorr`), and no cell waits for another one. What several cells have in common is a job of its own, which
/// arrays wait for as a whole (`afterok`).
struct JobArrays {
  /// The arrays, each after those that it waits for.
  private(set) var arrays: [JobArray] = []

  /// The arrays for the first `most` missing stages of `workload`, with indices below `size`.
  init(_ workload: Workload, size: Int, most: Int = .max) {
    let places = workload.stages.indices.filter { workload.stages[$0].isMissing }.prefix(most)
    let waits = workload.waits
    let kinds = StageKinds(workload)
    let cells = GridCells(places, of: workload, waits: waits, kinds: kinds)
    var waiting: [Follower: Int] = [:]
    func follower(_ place: Int, of wait: Int) -> Follower {
      Follower(stage: wait, kind: kinds[place], copy: cells[place].copy)
    }
    for place in places { for wait in waits[place] { waiting[follower(place, of: wait), default: 0] += 1 } }
    var jobs: [Int: JobArray.Job] = [:]
    var numbers: [ArrayKey: Int] = [:]
    for place in places {
      let cell = cells[place]
      let (block, index) = (cell.number / size, cell.number % size)
      let dependencies = waits[place].compactMap { wait -> JobArray.Dependency? in
        guard let job = jobs[wait] else { return nil }
        let isCommon = waiting[follower(place, of: wait), default: 0] > 1
        return job.index == index && !isCommon ? .sameIndex(of: job.array) : .job(job)
      }
      let key = ArrayKey(kind: kinds[place], block: block, copy: cell.copy, dependencies: dependencies)
      let number = numbers[key] ?? arrays.count
      if number == arrays.count {
        numbers[key] = number
        arrays.append(
          JobArray(
            name: workload.stages[place].name, resources: workload.stages[place].resources,
            dependencies: dependencies))
      }
      arrays[number].stages.append((index, place))
      jobs[place] = JobArray.Job(array: number, index: index)
    }
  }

  /// A stage, by its place, and which stages wait for it.
  private struct Follower: Hashable {
    let stage: Int
    let kind: Int
    let copy: Int
  }

  /// What stages have in common that are in one array.
  private struct ArrayKey: Hashable {
    let kind: Int
    let block: Int
    let copy: Int
    let dependencies: [JobArray.Dependency]
  }
}

/// Jobs that are alike, each of one stage.
struct JobArray {
  /// The name of its first stage.
  let name: String
  let resources: JobResources

  /// What each of its jobs waits for.
  let dependencies: [Dependency]

  /// The jobs: their indices and the places of their stages.
  fileprivate(set) var stages: [(index: Int, place: Int)] = []

  /// A job of an array.
  struct Job: Hashable {
    let array: Int
    let index: Int
  }

  /// What a job waits for.
  enum Dependency: Hashable {
    /// The job of this array that has its own index.
    case sameIndex(of: Int)

    /// A job that all jobs of the array wait for.
    case job(Job)
  }
}

/// Which stages of a workload are alike: for each stage, by its place, a number.
private struct StageKinds {
  private var kinds: [Int] = []

  init(_ workload: Workload) {
    var numbers: [Likeness: Int] = [:]
    for item in workload.stages {
      let producers = Dictionary(
        item.inputs.map { (workload.stages[$0].stage.id, kinds[$0]) }, uniquingKeysWith: { first, _ in first })
      let likeness = Likeness(
        purpose: String(item.name.prefix { !".~@".contains($0) }), operation: item.stage.operation.name,
        tasks: item.stage.operation.taskNames, resources: item.resources,
        inputs: item.stage.inputs.map { Likeness.Source(role: $0.role, kind: producers[$0.stage] ?? -1) })
      let kind = numbers[likeness] ?? numbers.count
      numbers[likeness] = kind
      kinds.append(kind)
    }
  }

  subscript(place: Int) -> Int { kinds[place] }

  private struct Likeness: Hashable {
    /// The first word of the stage's name, such as `prune`, so that people find in the queue what they look for.
    let purpose: String
    let operation: String
    let tasks: [String]
    let resources: JobResources
    let inputs: [Source]

    struct Source: Hashable {
      let role: InputRole
      let kind: Int
    }
  }
}

/// The cells of a grid, by what their stages wait for.
private struct GridCells {
  /// A cell's number, and which of several alike stages of the cell it is.
  struct Cell {
    let number: Int
    let copy: Int
  }

  private var cells: [Int: Cell] = [:]

  /// A stage is in the last cell that it waits for something from. Where several stages of a kind would be in one cell, they
  /// are copies there if that makes fewer arrays; else new cells, those of the variants that they are for, begin with them.
  init(_ places: some Sequence<Int>, of workload: Workload, waits: [[Int]], kinds: StageKinds) {
    var members: [KindInCell: Int] = [:]
    // Stages that are alike are as deep as each other, so that those before them are placed when they are.
    for level in Self.levels(places, of: workload) {
      let inherited = level.map { place in
        waits[place].compactMap { cells[$0]?.number }.max().map { KindInCell(kind: kinds[place], cell: $0) }
      }
      let siblings = Dictionary(inherited.compactMap(\.self).map { ($0, 1) }, uniquingKeysWith: +)
      let cellCounts = Dictionary(siblings.keys.map { ($0.kind, 1) }, uniquingKeysWith: +)
      let mostSiblings = Dictionary(siblings.map { ($0.kind, $1) }, uniquingKeysWith: max)
      for (place, home) in zip(level, inherited) {
        let kind = kinds[place]
        let isKept = mostSiblings[kind, default: 1] <= cellCounts[kind, default: 0]
        let own = KindInCell(kind: kind, cell: workload.stages[place].variant)
        let cell = isKept ? home ?? own : own
        cells[place] = Cell(number: cell.cell, copy: members[cell, default: 0])
        members[cell, default: 0] += 1
      }
    }
    // Numbers that are used follow each other, so that arrays are filled.
    let ranks = Dictionary(
      uniqueKeysWithValues: Set(cells.values.map(\.number)).sorted().enumerated().map { ($1, $0) })
    cells = cells.mapValues { Cell(number: ranks[$0.number] ?? 0, copy: $0.copy) }
  }

  subscript(place: Int) -> Cell { cells[place] ?? Cell(number: 0, copy: 0) }

  private struct KindInCell: Hashable {
    let kind: Int
    let cell: Int
  }

  /// `places` by how many stages stand before them in the longest chain.
  private static func levels(_ places: some Sequence<Int>, of workload: Workload) -> [[Int]] {
    var depths: [Int] = []
    for item in workload.stages { depths.append(item.inputs.map { depths[$0] + 1 }.max() ?? 0) }
    var levels = [[Int]](repeating: [], count: (depths.max() ?? 0) + 1)
    for place in places { levels[depths[place]].append(place) }
    return levels
  }
}

extension Operation {
  /// The tasks that the operation is for, as far as they are named.
  fileprivate var taskNames: [String] {
    switch self {
    case .initialize(let operation): operation.tasks.map(\.name)
    case .train(let operation): operation.tasks.map(\.name)
    case .evaluate(let operation): operation.tasks.map(\.name)
    case .sensitivity(let operation): operation.tasks.map(\.name)
    case .select(let operation): [operation.task]
    case .vocabulary, .prune, .drawMask, .drawImportance, .importMask, .measure: []
    }
  }
}

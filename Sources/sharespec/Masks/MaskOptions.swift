import ArgumentParser
import Diagnostics
import Files
import Glibc
import Inputs
import MaskTools
import Planning
import Store
import Text

/// The options of commands that are given masks, and how these are found.
struct MaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The variant of a specification whose masks are meant; the name of a swept one means all of its cells. May be repeated.",
      valueName: "name"))
  var variant: [String] = []

  @Option(help: ArgumentHelp("The task whose mask is meant; without, all. May be repeated.", valueName: "name"))
  var task: [String] = []

  @OptionGroup var source: SourceOptions
  @OptionGroup var storeOptions: StoreOptions

  /// The masks that `names` stand for, each called by what tells it from the others.
  ///
  /// With `allTowers` those of specifications are about all towers, so that they can be compared.
  func masks(_ names: [String], allTowers: Bool = false) throws -> [NamedMask] {
    var masks: [NamedMask] = []
    for name in names {
      let own = try self.masks(name, allTowers: allTowers)
      masks += names.count == 1 ? own : own.map { $0.called($0.name == name ? name : "\(name):\($0.name)") }
    }
    return masks
  }

  /// Whether `name` is that of a specification or plan.
  static func isSpecification(_ name: String) -> Bool {
    [".yaml", ".yml", ".json", ".plan"].contains { name.hasSuffix($0) }
  }

  private func masks(_ name: String, allTowers: Bool) throws -> [NamedMask] {
    if Self.isSpecification(name) { return try masks(ofVariantsIn: name, allTowers: allTowers) }
    if access(name, F_OK) == 0 || name.hasSuffix(".safetensors") {
      return try chosen(try readMasks(from: name), from: name)
    }
    return [try storedMask(name)]
  }

  private func storedMask(_ name: String) throws -> NamedMask {
    guard access("\(storeOptions.store)/stages", F_OK) == 0 else {
      throw failure(
        "there is neither a file '\(name)' nor a store at '\(storeOptions.store)'",
        help: "name its directory with --store")
    }
    let store = try storeOptions.inspection()
    let records = try orExit { () throws(FileFailure) in try store.records() }
    // A mask's stages are meant, so a part of a name need tell only them apart.
    let makers = records.filter { $0.digest(of: .mask) != nil }
    let lookup: StoreLookup
    if case .unknown = StoreLookup(makers).find(name) {
      lookup = StoreLookup(records)
    } else {
      lookup = StoreLookup(makers)
    }
    let record = try storeOptions.stage(name, in: lookup)
    do throws(StoredMaskFailure) { return try store.mask(of: record).called(name) } catch {
      throw failure(
        error.description,
        help: "'sharespec store ls' lists the stages; 'select', 'prune', 'draw' and 'import' make masks")
    }
  }

  // MARK: Specifications

  private func masks(ofVariantsIn file: String, allTowers: Bool) throws -> [NamedMask] {
    let planned = try source.plan(file, for: .running)
    let plan = planned.plan
    let store = StoreInspection(at: storeOptions.store)
    var masks: [NamedMask] = []
    let variants = try plan.variants(named: variant, in: file)
    for variant in variants {
      do throws(StoredMaskFailure) {
        let own = try store.masks(of: variant, in: plan, allTowers: allTowers)
        masks += variants.count > 1 ? own.map { $0.called("\(variant.name):\($0.name)") } : own
      } catch {
        let isMissing =
          switch error {
          case .missing, .damaged: true
          case .file, .noMask, .malformed: false
          }
        throw failure("\(error)", help: isMissing ? source.runCommand(file, store: storeOptions.store) : nil)
      }
    }
    return try chosen(masks, from: file)
  }

  /// The masks of the tasks that are asked for, in the order in which these are; masks of no task stay.
  private func chosen(_ masks: [NamedMask], from name: String) throws -> [NamedMask] {
    guard !task.isEmpty, masks.contains(where: { $0.task != nil }) else { return masks }
    let tasks = masks.compactMap(\.task)
    for wanted in task where !tasks.contains(wanted) {
      throw unknown("task", wanted, in: name, among: tasks.withoutRepetitions)
    }
    return task.flatMap { wanted in masks.filter { $0.task == wanted } }
  }
}

/// The masks in the file at `path`.
func readMasks(from path: String) throws -> [NamedMask] {
  let bytes = try orExit { () throws(FileFailure) in try LocalFileSystem().contents(of: path, upTo: .maskFile) }
  do throws(MaskFileError) { return try NamedMask.read(bytes, from: path) } catch { throw failure("\(error)") }
}

extension NamedMask {
  /// The same mask under another name.
  fileprivate func called(_ name: String) -> NamedMask {
    var mask = self
    mask.name = name
    return mask
  }
}

/// Says what a mask lacks that others have, on standard error.
func noteCompleted(_ tensors: [String]) {
  guard !tensors.isEmpty else { return }
  writeToStandardError(
    "note: not every mask has \(shortList(tensors)); what a mask lacks counts as kept, as in masks that "
      + "specifications name\n")
}

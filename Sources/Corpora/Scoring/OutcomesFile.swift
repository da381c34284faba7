import Model
package import TensorFiles
import Text

/// What `outcomes.safetensors` holds: what each task's metric counts, sentence by sentence.
///
/// Of each task there are `TASK.tokens` and `TASK.correct`, a number for each sentence. Where types of spans or tags
/// are counted, `TASK.entries` has a row of four numbers (category, gold, predicted, correct) for each that a sentence
/// has any of, sentence by sentence, and `TASK.entries_of_sentence` the number of rows of each sentence. The metadata
/// `TASK.metric` and `TASK.categories` say what is counted. Elements are of the smallest type that holds them.
package struct OutcomesFile: Hashable, Sendable {
  /// The outcomes of each task.
  package let tasks: [String: SentenceOutcomes]

  package init(tasks: [String: SentenceOutcomes]) { self.tasks = tasks }

  /// The tensors of the file.
  package var tensors: Safetensors {
    var file = Safetensors()
    for (task, outcomes) in tasks {
      file.tensors["\(task).tokens"] = Safetensors.Tensor(smallest: outcomes.tokens)
      file.tensors["\(task).correct"] = Safetensors.Tensor(smallest: outcomes.correct)
      file.metadata["\(task).metric"] = outcomes.metric.keyName
      if outcomes.metric.descriptor.basis == .tokens { continue }
      var rows = [Int](repeating: 0, count: outcomes.sentenceCount)
      for entry in outcomes.entries { rows[entry.sentence] += 1 }
      file.tensors["\(task).entries_of_sentence"] = Safetensors.Tensor(smallest: rows)
      file.tensors["\(task).entries"] = Safetensors.Tensor(
        smallest: outcomes.entries.flatMap { [$0.category, $0.counts.gold, $0.counts.predicted, $0.counts.correct] },
        columns: 4)
      file.metadata["\(task).categories"] = JSONText.text(
        of: .array(outcomes.categories.map(JSONValue.string)), .compact)
    }
    return file
  }
}

extension OutcomesFile {
  /// Reads the outcomes of `tasks`. Throws: the first thing that the file lacks, or that contradicts another.
  package init(_ file: Safetensors, of tasks: [String]) throws(OutcomesError) {
    var outcomes: [String: SentenceOutcomes] = [:]
    for task in tasks { outcomes[task] = try SentenceOutcomes(of: task, in: file) }
    self.init(tasks: outcomes)
  }
}

/// Why a file does not hold the outcomes of a task.
package struct OutcomesError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

extension SentenceOutcomes {
  fileprivate init(of task: String, in file: Safetensors) throws(OutcomesError) {
    func numbers(_ name: String, count: Int? = nil) throws(OutcomesError) -> [Int] {
      guard let tensor = file.tensors["\(task).\(name)"] else {
        throw OutcomesError(description: "expected the tensor '\(task).\(name)'")
      }
      guard let numbers = tensor.wholeNumbers, count == nil || numbers.count == count else {
        throw OutcomesError(description: "expected a whole number for each sentence in '\(task).\(name)'")
      }
      return numbers
    }
    guard let metric = file.metadata["\(task).metric"].flatMap(Metric.init(keyName:)) else {
      throw OutcomesError(description: "expected a metric in '\(task).metric'")
    }
    let tokens = try numbers("tokens")
    let correct = try numbers("correct", count: tokens.count)
    guard zip(correct, tokens).allSatisfy({ $0 <= $1 }) else {
      throw OutcomesError(description: "more right tokens than tokens in '\(task).correct'")
    }
    if metric.descriptor.basis == .tokens {
      self.init(metric: metric, categories: [], tokens: tokens, correct: correct, entries: [])
      return
    }
    let rows = try numbers("entries_of_sentence", count: tokens.count)
    let cells = try numbers("entries")
    let categories = try Self.categories(of: task, in: file)
    guard cells.count == 4 * rows.reduce(0, +) else {
      throw OutcomesError(description: "expected four numbers for each row of '\(task).entries'")
    }
    var entries: [Entry] = []
    var place = 0
    for (sentence, count) in rows.enumerated() {
      for _ in 0..<count {
        let counts = MatchCounts(correct: cells[place + 3], predicted: cells[place + 2], gold: cells[place + 1])
        guard cells[place] < categories.count, counts.correct <= min(counts.gold, counts.predicted) else {
          throw OutcomesError(description: "numbers that contradict each other in '\(task).entries'")
        }
        entries.append(Entry(sentence: sentence, category: cells[place], counts: counts))
        place += 4
      }
    }
    self.init(metric: metric, categories: categories, tokens: tokens, correct: correct, entries: entries)
  }

  private static func categories(of task: String, in file: Safetensors) throws(OutcomesError) -> [String] {
    guard let text = file.metadata["\(task).categories"],
      let names = (try? JSONReader.read(Array(text.utf8)))?.elements?.map(\.text), !names.contains(nil)
    else { throw OutcomesError(description: "expected a list of texts in '\(task).categories'") }
    return names.compactMap(\.self)
  }
}

package import Corpora
import ExperimentSpec
import Model
import Planning

/// How the sentences that a subnet is to tag are read.
package struct TaggingRequest: Sendable {
  package let form: Form

  /// The column of tokens, from 0; without it, the one that the task's dataset names.
  package let tokenColumn: Int?

  /// The column of gold tags, from 0.
  package let goldColumn: Int?

  /// How sentences are written.
  package enum Form: String, Hashable, Sendable, CaseIterable { case columns, text }

  /// What the column of gold tags is called in the corpus that is read.
  package static let gold = "gold"

  package init(form: Form, tokenColumn: Int? = nil, goldColumn: Int? = nil) {
    self.form = form
    self.tokenColumn = tokenColumn
    self.goldColumn = goldColumn
  }

  /// Tags the sentences that `bytes` hold, `name` standing for them in messages; `threads` change no result.
  package func tag(
    _ bytes: [UInt8], named name: String, by subnet: TrainedSubnet, withScores: Bool = false, threads: Int = 1
  ) throws(TaggingFailure) -> Prediction {
    let input: TaggingInput
    do throws(TaggingInputErrors) { input = try self.input(bytes, name, subnet) } catch { throw .input(error) }
    do throws(SubnetFailure) {
      return try Prediction(of: input, by: subnet, withScores: withScores, threads: threads)
    } catch {
      throw .subnet(error)
    }
  }

  private func input(
    _ bytes: [UInt8], _ name: String, _ subnet: TrainedSubnet
  ) throws(TaggingInputErrors) -> TaggingInput {
    let text: DataText
    do throws(CorpusError) { text = try DataText(bytes, name: name) } catch {
      throw TaggingInputErrors(errors: [error])
    }
    switch form {
    case .text: return try TaggingInput(text: text)
    case .columns:
      var layout = subnet.columns
      if let tokenColumn { layout.token = tokenColumn }
      let gold = goldColumn.map { CorpusReader.Layer(Self.gold, at: .column($0)) }
      return try TaggingInput(text, reading: CorpusReader(.columns(layout), layers: [gold].compactMap(\.self)))
    }
  }
}

/// Why sentences cannot be tagged.
package enum TaggingFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Lines that cannot be read, each with its place.
  case input(TaggingInputErrors)
  case subnet(SubnetFailure)

  package var description: String {
    switch self {
    case .input(let errors): errors.description
    case .subnet(let failure): "error: \(failure)"
    }
  }
}

extension TrainedSubnet {
  /// The layout of the files of the task's dataset, if these have columns.
  fileprivate var columns: ColumnLayout {
    switch data.parameters.corpus {
    case .synthetic: ColumnLayout(token: 0)
    case .files(let files):
      switch files.format {
      case .columns(let layout): layout
      case .conllu: ColumnLayout(token: ConlluColumn.form.index, separator: .tab, comments: "#")
      case .jsonl: ColumnLayout(token: 0)
      }
    }
  }
}

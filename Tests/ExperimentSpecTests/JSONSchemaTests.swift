import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import ExperimentSpec

/// The committed schema is the one that the definitions of fields give.
@Test func theCommittedSchemaIsUpToDate() {
  let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Grammar/experiment.schema.json"
  )
  .standardizedFileURL.path
  #expect(difference(of: JSONText.text(of: JSONSchema.specification, .pretty) + "\n", fromGolden: path) == nil)
}

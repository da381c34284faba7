import Planning
import Running
import Store
import Text

/// `value` as the bytes of a JSON artifact: equal values are equal bytes.
func encodedArtifact(_ value: some JSONRepresentable, for artifact: Artifact) throws(StageFailure) -> [UInt8] {
  do throws(MalformedArtifact) { return try canonicalJSON(value, for: artifact) } catch { throw StageFailure(error) }
}

/// The value that the bytes of a JSON artifact hold.
func decodedArtifact<Value: JSONRepresentable>(
  _ type: Value.Type, _ bytes: [UInt8], of artifact: Artifact
) throws(StageFailure) -> Value {
  do throws(MalformedArtifact) {
    return try decodeJSON(type, bytes, of: artifact)
  } catch {
    throw StageFailure(error)
  }
}

/// A kind of recurrent encoder.
package enum EncoderKind: String, KeyNamed {
  /// An LSTM in each direction, side by side.
  case bilstm
}

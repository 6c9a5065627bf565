namespace DSoftBus.Qemu.Bench;

/// <summary>Rates of one sample in MB/s: 10^6 bytes of plaintext per second.</summary>
internal readonly record struct RecordRates(double Seal, double Open, double PlainSeal, double PlainOpen);

namespace DSoftBus.Net.Facade;

/// <summary>One counter of STAT: number = group * 32 + index.</summary>
public readonly record struct FacadeCounter(ushort Id, ulong Value);

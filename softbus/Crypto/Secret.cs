using System.Runtime.CompilerServices;

namespace DSoftBus.Softbus.Crypto;

/// <summary>Overwriting of secret bytes after their last use.</summary>
public static class Secret
{
    /// <summary>Fills <paramref name="secret"/> with zero. Never inlined, so the stores are not dropped as dead.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Clear(Span<byte> secret) => secret.Clear();
}

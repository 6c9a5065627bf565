namespace DSoftBus.Runtime.Ipc;

internal static class RightsExtensions
{
    /// <summary>All of <paramref name="wanted"/> are there. (Enum.HasFlag boxes in code that is not optimised yet.)</summary>
    internal static bool Includes(this Rights rights, Rights wanted) => (rights & wanted) == wanted;
}

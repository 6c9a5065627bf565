namespace DSoftBus.Qemu.Bench;

/// <summary>The smallest memory with which a machine's daemon becomes ready, found by halving a range; one trial per step.</summary>
/// <param name="From">Lower end in MiB. A result equal to it means that less was not tried.</param>
/// <param name="To">Upper end in MiB, tried first.</param>
/// <param name="Smallest">In MiB; null when the upper end is too small already.</param>
/// <param name="Steps">In the order of the trials.</param>
public sealed record MemorySearch(int From, int To, int? Smallest, IReadOnlyList<MemoryStep> Steps)
{
    /// <summary>Searches. <paramref name="trial"/> boots with so many MiB and answers why that was too little, or null.</summary>
    public static async Task<MemorySearch> RunAsync(int from, int to, Func<int, Task<string?>> trial)
    {
        List<MemoryStep> steps = [];
        async Task<bool> WorksAsync(int mebibytes)
        {
            string? problem = await trial(mebibytes);
            steps.Add(new MemoryStep(mebibytes, problem));
            return problem is null;
        }

        if (!await WorksAsync(to))
            return new MemorySearch(from, to, null, steps);
        (int low, int high) = (from, to);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (await WorksAsync(middle))
                high = middle;
            else
                low = middle + 1;
        }

        return new MemorySearch(from, to, high, steps);
    }
}

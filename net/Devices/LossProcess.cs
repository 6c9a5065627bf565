namespace DSoftBus.Net.Devices;

/// <summary>Decides frame by frame whether one direction loses it: alone or in bursts.</summary>
internal struct LossProcess
{
    private bool _inBurst;

    /// <summary>Draws for one frame. What is off draws nothing.</summary>
    public bool TakesNext(double loss, BurstLoss? burst, SeededRandom random)
    {
        // Both are drawn for each frame, so that one does not shift the other's stream.
        bool alone = random.Chance(loss);
        if (burst is not { } model)
            return alone;
        _inBurst = _inBurst ? !random.Chance(model.End) : random.Chance(model.Begin);
        return (_inBurst && random.Chance(model.Loss)) || alone;
    }
}
